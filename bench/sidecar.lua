-- wrk: sends the token of the environment, and prints what it saw as one line of JSON.
local fields = { Authorization = "Bearer " .. (os.getenv("TOKEN") or "none") }
fields["X-Original-Method"] = "GET"
fields["X-Original-URI"] = "/orders/1"
fields["X-Forwarded-Proto"] = "https"
fields["X-Forwarded-Host"] = "api.example"

request = function()
  return wrk.format("GET", nil, fields)
end

done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"wrong":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), wrong))
end
