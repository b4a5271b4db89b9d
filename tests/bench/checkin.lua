-- Sends the prepared check-in forms, each once; every thread has a share of its own.
local counter = 0
local threads = 0

function setup(thread)
  thread:set("share", threads)
  threads = threads + 1
end

function init(args)
  bodies = {}
  local number = 0
  for line in io.lines(args[1]) do
    if number % tonumber(args[2]) == share then bodies[#bodies + 1] = line end
    number = number + 1
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  wrk.headers["Cookie"] = "csrftoken=" .. args[3]
end

function request()
  counter = counter + 1
  if counter > #bodies then
    wrk.thread:stop()
    counter = #bodies
  end
  return wrk.format(nil, nil, nil, bodies[counter])
end
