-- Asks Countersign's gate about a request, for haproxy.cfg in this folder. HAProxy 2.6 or newer with Lua.
-- Lets nothing through by itself: haproxy.cfg goes on only where txn.countersign_allowed says so.

-- As in haproxy.cfg: HAProxy's own listener before the gate, which keeps connections to it open.
local GATE = "unix@/run/haproxy/countersign.sock"

local IDENTITY = { "call", "key", "account", "user", "environment", "scopes" }
local FOR_CLIENT = {
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "x-burstlimit-limit",
  "x-burstlimit-remaining",
  "deprecation",
  "sunset",
}
-- About the connection to the gate, or written by HAProxy itself.
local NOT_PASSED_ON = { ["connection"] = true, ["content-length"] = true, ["date"] = true, ["keep-alive"] = true }

-- Every value of a header: were one left out, the API might take the one that was not checked.
local function values(headers, name)
  local found = headers[name]
  if found == nil then
    return nil
  end
  local list = {}
  for index = 0, #found do
    list[#list + 1] = found[index]
  end
  return list
end

local function first(headers, name)
  local found = headers[name]
  return found and found[0]
end

-- What the client reads: the gate's own answer. HAProxy's own, when the gate is gone, has no request id.
local function refuse(txn, answer)
  local reply = txn:reply()
  reply:set_status(answer.status)
  for name, all in pairs(answer.headers) do
    if not NOT_PASSED_ON[name] then
      for index = 0, #all do
        reply:add_header(name, all[index])
      end
    end
  end
  reply:set_body(answer.body)
  txn:done(reply)
end

core.register_action("countersign", { "http-req" }, function(txn)
  local sent = txn.http:req_get_headers()
  -- The gate is told nothing else: no claim of the client about its request, and no cookies.
  local question = {
    ["x-forwarded-method"] = { txn.f:method() },
    ["x-forwarded-uri"] = { txn.f:pathq() },
    ["x-forwarded-for"] = { txn.f:src() },
    ["authorization"] = values(sent, "authorization"),
    ["access-token"] = values(sent, "access-token"),
    ["x-docusign-authentication"] = values(sent, "x-docusign-authentication"),
    ["user-agent"] = values(sent, "user-agent"),
  }
  local scope = txn:get_var("txn.countersign_scope") or ""
  local answer = core.httpclient():get({
    url = "http://countersign-gate/v1/authorize?scope=" .. scope,
    headers = question,
    dst = GATE,
  })
  if answer.status ~= 200 then
    if answer.headers and first(answer.headers, "x-request-id") then
      refuse(txn, answer)
    end
    return
  end
  for _, name in ipairs(IDENTITY) do
    txn.http:req_set_header("X-Countersign-" .. name, first(answer.headers, "x-countersign-" .. name) or "")
  end
  for _, name in ipairs(FOR_CLIENT) do
    local value = first(answer.headers, name)
    -- A public route uses nobody's limit, and few are legacy.
    if value and value ~= "" then
      txn:set_var("txn." .. name:gsub("-", "_"), value)
    end
  end
  txn:set_var("txn.countersign_allowed", "yes")
end, 0)
