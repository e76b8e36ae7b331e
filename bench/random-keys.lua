-- Requests with random keys of a file that has one secret per line, all of one length (BENCH_SECRETS).
-- The figures are printed as one line of JSON.
local file = assert(io.open(os.getenv("BENCH_SECRETS"), "rb"))
local secrets = file:read("*a")
file:close()
local width = secrets:find("\n", 1, true)
local count = math.floor(#secrets / width)
local head = (os.getenv("BENCH_HEAD") or "") .. "\r\nHost: gate\r\n" .. (os.getenv("BENCH_CREDENTIAL") or "")
local sub, random = string.sub, math.random
-- Checks of one request, as a list in its body; 0: one check, in the request's head.
local batch = tonumber(os.getenv("BENCH_BATCH") or "0")
local post = "POST /v1/verify HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\nContent-Length: "
local check = '","scopes":["agreements:read"],"method":"GET","path":"/v1/verify"}'

function init()
  math.randomseed(os.time())
end

local function secret()
  local start = random(0, count - 1) * width
  return sub(secrets, start + 1, start + width - 1)
end

local function many()
  local checks = {}
  for n = 1, batch do checks[n] = '{"token":"' .. secret() .. check end
  local body = '{"checks":[' .. table.concat(checks, ",") .. "]}"
  return post .. #body .. "\r\n\r\n" .. body
end

function request()
  if batch > 0 then return many() end
  return head .. secret() .. "\r\n\r\n"
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nJSON {"requests":%d,"durationMs":%.3f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"refused":%d,"failed":%d}\n',
    summary.requests, summary.duration / 1000, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
