-- wrk: one request again and again, from the environment; prints what it saw as one line of JSON.
--   METHOD, BODY, AUTHORIZATION; ASSERTIONS names a file with a body on each line, each of which is sent once.
local method = os.getenv("METHOD") or "GET"
local fields = {}
if method == "POST" then fields["Content-Type"] = "application/x-www-form-urlencoded" end
if os.getenv("AUTHORIZATION") then fields["Authorization"] = os.getenv("AUTHORIZATION") end

local bodies, at = nil, 0
if os.getenv("ASSERTIONS") then
  bodies = {}
  for line in io.lines(os.getenv("ASSERTIONS")) do bodies[#bodies + 1] = line end
end

request = function()
  if not bodies then return wrk.format(method, nil, fields, os.getenv("BODY")) end
  at = at + 1
  if at > #bodies then wrk.thread:stop() end
  return wrk.format(method, nil, fields, bodies[math.min(at, #bodies)])
end

done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('{"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"wrong":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), wrong))
end
