-- What wrk asks for: the addresses of a file, each connection in an order of its own.
-- usage: wrk ... -s http.lua URL -- ADDRESSES [MILLISECONDS]
-- With MILLISECONDS each connection waits about so long between two requests (drawn from an
-- exponential distribution), so that the rate is set from outside, not by how fast answers come.
local addresses, wait, at = {}, nil, 0

function init(args)
  for line in io.lines(args[1]) do
    addresses[#addresses + 1] = line
  end
  wait = tonumber(args[2])
  math.randomseed(os.time() + tonumber(tostring({}):match('0x(%x+)'), 16) % 100000)
  at = math.random(#addresses)
end

function request()
  at = at % #addresses + 1
  return wrk.format('GET', addresses[at])
end

function delay()
  return wait and math.floor(-wait * math.log(1 - math.random()) + 0.5) or 0
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write +
    summary.errors.status + summary.errors.timeout
  io.write(string.format('result\t%d\t%.1f\t%.3f\t%.3f\t%.3f\t%d\n', summary.requests,
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3, bad))
end
