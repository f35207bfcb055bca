-- One request, sent again and again, or to several paths in turns; the summary as a line of JSON.
-- Latencies are told by wrk in microseconds.
wrk.method = os.getenv("BENCH_METHOD") or "GET"
local body = os.getenv("BENCH_BODY")
if body and #body > 0 then
  wrk.body = body
end

local prepared, turn = {}, 0
function init(args)
  for path in (os.getenv("BENCH_PATHS") or ""):gmatch("%S+") do
    prepared[#prepared + 1] = wrk.format(nil, path)
  end
  if #prepared > 0 then
    request = function()
      turn = turn % #prepared + 1
      return prepared[turn]
    end
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "failed": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f}\n',
    summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout,
    summary.duration / 1e6,
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3
  ))
end
