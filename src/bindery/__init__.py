"""Bindery: one Markdown manuscript in; a branded PDF, EPUB and HTML edition out.

::

    manuscript/<slug>/publication.yaml + *.md
          │  read        by pandoc; notes found and numbered
          ▼
      Manuscript
          │  compose     languages tagged, typography; one note list, one table of contents, one set of ids
          ▼
      Document
          │  render      html · epub · pdf, each a pure function Document → bytes
          ▼
      Artefact
          │  put         write to a temporary name, then rename
          ▼
    output/<slug>/<slug>.<language>.<ending>  +  manifest.json

Each arrow is a function of ``bindery.press``.
"""
