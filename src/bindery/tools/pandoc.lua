-- Any number of isolated conversions in one pandoc process.
-- Standard input: a JSON list of {read = markdown} or {write = blocks}; standard output: a JSON list
-- of pandoc documents or HTML strings in the same order. The empty read environment ({}) makes pandoc
-- read in its sandbox: a manuscript can open no file (pandoc manual, "pandoc.read").
local jobs = pandoc.json.decode(io.read('a'), false)
local format, answers = arg[1], {}
for i, job in ipairs(jobs) do
  if job.read then
    local doc = pandoc.read(job.read, format, pandoc.ReaderOptions{}, {})
    answers[i] = pandoc.write(doc, 'json')
  else
    local doc = pandoc.read(job.write, 'json')
    answers[i] = pandoc.write(doc, 'html5', pandoc.WriterOptions{
      html_math_method = 'mathml', highlight_method = 'none', wrap_text = 'none', email_obfuscation = 'none'})
  end
end
io.write(pandoc.json.encode(answers))
