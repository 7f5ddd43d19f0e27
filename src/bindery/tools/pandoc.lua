-- Any number of isolated conversions in one pandoc process.
-- Standard input: a JSON list of {read = markdown}, {unit = document} or {plain = markdown}; standard output: a JSON
-- list of pandoc documents, Markdown, or Markdown without needless escapes, in the same order. The empty read
-- environment ({}) makes pandoc read in its sandbox: a manuscript can open no file (pandoc manual, "pandoc.read").
local jobs = pandoc.json.decode(io.read('a'), false)
local format, unit_format, answers = arg[1], arg[2], {}

local function read(text) return pandoc.read(text, format, pandoc.ReaderOptions{}, {}) end

local function plain(text)
  if not text:find('\\', 1, true) then return text end
  local meant = read(text)
  for _, sign in ipairs{'%[', '%]', '|', "'", '"', '<', '>', '#', '%-', '%.', '~', '%^', '%$', '@', '_', '%*'} do
    local bare = text:gsub('\\(' .. sign .. ')', '%1')
    if bare ~= text and read(bare) == meant then text = bare end
  end
  return text
end

for i, job in ipairs(jobs) do
  if job.read then
    answers[i] = pandoc.write(read(job.read), 'json')
  elseif job.unit then
    local doc = pandoc.read(job.unit, 'json')
    answers[i] = pandoc.write(doc, unit_format, pandoc.WriterOptions{wrap_text = 'none'})
  else
    answers[i] = plain(job.plain)
  end
end
io.write(pandoc.json.encode(answers))
