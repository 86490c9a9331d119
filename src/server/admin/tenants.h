// Making a tenant, as an operation, an import and the first start do.
#pragma once

#include "server/admin/operation.h"

namespace signet::server::admin {

/// With its default API and its keys. 409 where there is one of its name, or with an issuer on its host.
Done<bool> create_tenant(Call& call, const TenantRecord& record);

}  // namespace signet::server::admin
