-- http-request lua.signet PARAMETERS: asks the sidecar whether a request may pass, with these parameters of /verify/nginx.
-- One that may gets the fields of the sidecar's answer, and txn.signet_granted is true. Every other one ends here, with
-- what the sidecar answered, or with 503 when it cannot be asked.
--
-- setenv SIGNET_SIDECAR says where it is: 127.0.0.1:4180 or unix@/run/signet/sidecar.sock, and SIGNET_TIMEOUT how many
-- milliseconds an answer may take: 5000 unless set.

local address = os.getenv("SIGNET_SIDECAR") or error("signet.lua: SIGNET_SIDECAR is not set")
local is_unix = address:find("^unix@") ~= nil
local base = "http://" .. (is_unix and "sidecar" or address) .. "/verify/nginx?"
local limit = tonumber(os.getenv("SIGNET_TIMEOUT") or 5000)

-- They are of one connection (RFC 9110 section 7.6.1), or say how long a body is that the sidecar does not get.
local not_passed_on = {
  ["connection"] = true, ["content-length"] = true, ["expect"] = true, ["host"] = true, ["keep-alive"] = true,
  ["proxy-connection"] = true, ["te"] = true, ["trailer"] = true, ["transfer-encoding"] = true, ["upgrade"] = true,
}
local of_refusal = { "www-authenticate", "dpop-nonce", "retry-after", "cache-control", "content-type" }

local function is_identity(name)
  return (name:find("^signet%-") and name ~= "signet-status") or name == "remote-user" or
    name:find("^x%-auth%-request%-") ~= nil
end

-- HAProxy counts the values of a field from 0.
local function each_value(values)
  local index = values[0] == nil and 0 or -1
  return function()
    index = index + 1
    return values[index]
  end
end

local function fields_for_sidecar(txn)
  local fields = {}
  for name, values in pairs(txn.http:req_get_headers()) do
    if not not_passed_on[name:lower()] then
      fields[name] = {}
      for value in each_value(values) do table.insert(fields[name], value) end
    end
  end
  fields["x-original-method"] = { txn.f:method() }
  fields["x-original-uri"] = { txn.f:pathq() }
  local certificate = txn.f:ssl_c_der()
  if certificate and certificate ~= "" then
    fields["x-ssl-client-cert"] = { ":" .. txn.c:base64(certificate) .. ":" }
  end
  return fields
end

local function refuse(txn, status, answer)
  local reply = txn:reply({ status = status, body = answer and answer.body or "" })
  for _, name in ipairs(of_refusal) do
    for value in each_value(answer and answer.headers[name] or {}) do reply:add_header(name, value) end
  end
  if not answer then reply:add_header("retry-after", "1") end
  txn:done(reply)
end

local function status_of(answer)
  local told = answer.headers["signet-status"]
  return tonumber(told and each_value(told)() or answer.status) or 503
end

core.register_action("signet", { "http-req" }, function(txn, parameters)
  local request = { url = base .. parameters, headers = fields_for_sidecar(txn), timeout = limit }
  if is_unix then request.dst = address end
  local asked, answer = pcall(function() return core.httpclient():get(request) end)
  if not asked or not answer or not answer.headers or not answer.status or answer.status < 200 then
    core.Warning("signet.lua: the sidecar at " .. address .. " does not answer")
    return refuse(txn, 503)
  end
  if answer.status ~= 200 then return refuse(txn, status_of(answer), answer) end
  for name, values in pairs(answer.headers) do
    if is_identity(name) then
      txn.http:req_del_header(name)
      for value in each_value(values) do txn.http:req_add_header(name, value) end
    end
  end
  local nonce = answer.headers["dpop-nonce"]
  if nonce then txn:set_var("txn.signet_nonce", each_value(nonce)()) end
  txn:set_var("txn.signet_granted", true)
end, 1)
