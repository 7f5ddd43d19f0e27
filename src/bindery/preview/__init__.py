"""The preview: editions made anew while an editor types, beside one another in the browser, on this machine only.

::

    files ── watch ──▶ desk ── press, renderers ──▶ HTML at once ──▶ server ──▶ browser
                         └──── printer, a process of its own ──▶ PDF ──▶

Nothing is written to the shelf.
"""
