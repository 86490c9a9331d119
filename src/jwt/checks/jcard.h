// jCards: vCards in JSON, RFC 7095.
#pragma once

#include <string_view>

#include "jwt/checks/claim_check.h"

namespace signet::jwt {

/// Of any JSON value. How deep a value goes is bounded: a property has values, these may have components, and these
/// several texts.
Breach check_jcard(const json::Value& card) noexcept;

/// All that it may find.
inline constexpr Rule kJcardRules[] = {
    {"RFC 7095 3.2", "a jCard is an array of the string vcard and an array of properties"},
    {"RFC 7095 3.3", "a property is an array of a name, an object of parameters, a type, and one or more values"},
    {"RFC 7095 3.3", "names and types are in lower case: letters, digits and hyphens, without a group"},
    {"RFC 7095 3.2", "begin and end are no properties of a jCard"},
    {"RFC 7095 3.3.1.1", "version is the first property of a jCard, and occurs once"},
    {"RFC 7095 3.3.1.1", "version is the text 4.0"},
    {"RFC 7095 3.4.1", "value is no parameter: the type stands in its own place"},
    {"RFC 7095 3.4.2", "a parameter is a string, or an array of strings where it has several values"},
    {"RFC 7095 3.3.1.2.1", "the parameter group is one string"},
    {"RFC 7095 3.5", "a value has the JSON type that its type asks for: a string, true or false, or a number"},
    {"RFC 7095 3.5.2", "a value of type uri is a URI"},
    {"RFC 7095 3.5.3", "a value of type date is a date in extended format: 1985-04-12, --04-12, 1985-04"},
    {"RFC 7095 3.5.4", "a value of type time is a time in extended format: 23:20:50, -20:50, 23:20Z"},
    {"RFC 7095 3.5.5", "a value of type date-time is a date and a time with T between them"},
    {"RFC 7095 3.5.6", "a value of type date-and-or-time is a date-time, a date, or a time behind T"},
    {"RFC 7095 3.5.7", "a value of type timestamp is a whole date and time: 2013-02-14T12:30:00Z"},
    {"RFC 7095 3.5.11", "a value of type utc-offset is hours, and minutes behind a colon: -05:00"},
    {"RFC 7095 3.5.12", "a value of type language-tag is a language tag of RFC 5646"},
};

/// The dates and times of sections 3.5.3 to 3.5.7 and 3.5.11. jcard_time.cpp
bool is_jcard_date(std::string_view text) noexcept;
bool is_jcard_time(std::string_view text) noexcept;
bool is_jcard_date_time(std::string_view text) noexcept;
bool is_jcard_date_and_or_time(std::string_view text) noexcept;
bool is_jcard_timestamp(std::string_view text) noexcept;
bool is_jcard_utc_offset(std::string_view text) noexcept;

}  // namespace signet::jwt
