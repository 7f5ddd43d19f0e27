"""Translated editions: a manuscript times a catalogue is a manuscript in another language, of the same shape.

::

    Manuscript ── units ──▶ Unit …                what there is to translate, one block each
    Catalog × Unit … ── revision ──▶ Catalog      after the source changed: kept, fuzzy, new, obsolete
    Catalog × Unit … ── pairs ──▶ Pair …          each unit beside its translation, both read
    Manuscript × Pair … ── edition ──▶ Manuscript the translated text, and its standing
    Catalog ── review ──▶ Catalog                 a reader with a name vouches for a translation
"""
