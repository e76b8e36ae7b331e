-- Requests with random keys of a file that has one secret per line, all of one length (BENCH_SECRETS).
-- The figures are printed as one line of JSON.
local file = assert(io.open(os.getenv("BENCH_SECRETS"), "rb"))
local secrets = file:read("*a")
file:close()
local width = secrets:find("\n", 1, true)
local count = math.floor(#secrets / width)
local head = (os.getenv("BENCH_HEAD") or "") .. "\r\nHost: gate\r\n" .. (os.getenv("BENCH_CREDENTIAL") or "")
local sub, random = string.sub, math.random

function init()
  math.randomseed(os.time())
end

function request()
  local start = random(0, count - 1) * width
  return head .. sub(secrets, start + 1, start + width - 1) .. "\r\n\r\n"
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nJSON {"requests":%d,"durationMs":%.3f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"refused":%d,"failed":%d}\n',
    summary.requests, summary.duration / 1000, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
