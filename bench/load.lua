-- Sends prepared requests in turn: a file with a line for each, the token, a tab, the body.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  requests, at, sent = {}, 0, 0
  for line in io.lines(arguments[1]) do
    local token, body = line:match("^(%S+)\t(.*)$")
    local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
    table.insert(requests, wrk.format("POST", "/graphql", headers, body))
  end
  size = #requests
end

function request()
  at = at % size + 1
  sent = sent + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  local repeated = 0
  for _, thread in ipairs(threads) do
    repeated = math.max(repeated, math.floor((thread:get("sent") - 1) / thread:get("size")))
  end
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"failed":%d,"repeated":%d}\n',
    summary.requests,
    summary.duration,
    latency:percentile(50),
    latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    repeated
  ))
end
