"""Pango's contexts, one a style: WeasyPrint makes one, with its description of a font, for each text that it measures.

Were ``text.line_break.Layout`` to keep them with the style, this module would go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# All that a context depends on; a test reads WeasyPrint for more. Each is inherited, and lines on words are propagated.
_TYPE = frozenset({
    "direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override", "font_size",
    "font_stretch", "font_style", "font_variant_alternates", "font_variant_caps", "font_variant_east_asian",
    "font_variant_ligatures", "font_variant_numeric", "font_variant_position", "font_variation_settings", "font_weight",
    "lang", "text_decoration_line",
})  # fmt: skip
_STRUT = _TYPE | {"line_height"}


@dataclass(frozen=True, slots=True)
class Context:
    """All that a layout takes from its style; ``measures`` are of lines under, over and through words."""

    context: Any
    language: Any
    description: Any
    features: Any
    measures: dict[str, Any]


def mend() -> None:
    """Let the layouts of a style have one context."""
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if line_break.Layout.setup.__module__ == __name__:
        return
    line_break.Layout.setup = _setup
    _strut(inline, line_break)


def _of(style: Any) -> Context:
    """Return the context of a style: its parent's, where it says nothing of type itself."""
    own: Context | None = style.__dict__.get("_context")
    if own is None:
        own = _of(style.parent_style) if _is_as_its_parent(style, _TYPE) else _known(style)
        style._context = own  # noqa: SLF001 (our own attribute)
    return own


def _known(style: Any) -> Context:
    """Return the context of all styles that say the same of type."""
    known: dict[str, Context] = style.font_config.__dict__.setdefault("_contexts", {})
    said = str([style[name] for name in _TYPE])
    if said not in known:
        known[said] = _made(style)
    return known[said]


def _is_as_its_parent(style: Any, properties: frozenset[str]) -> bool:
    """Tell whether inherited properties are what they are in the parent's style."""
    parent = getattr(style, "parent_style", None)  # words of a drawing have a style of their own
    if parent is None or parent.font_config is not style.font_config:
        return False
    if not properties.isdisjoint(getattr(style, "cascaded", ())):
        return False
    return all(style[name] == parent[name] for name in style.keys() & properties)  # a copy may have been changed


def _made(style: Any) -> Context:
    """Make the context of a style (``Layout.setup``)."""
    from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
    from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import font_features, get_font_description

    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, kept = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
        del kept  # it had to live until now
    else:
        language = pango.pango_language_get_default()
    description = get_font_description(style)
    measures: dict[str, Any] = dict.fromkeys(("ascent", "underline_position", "strikethrough_position"))
    if style["text_decoration_line"] != "none":
        metrics = ffi.gc(
            pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref
        )
        measures = {
            name: FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics)
            for name in (
                "ascent", "underline_position", "strikethrough_position", "underline_thickness",
                "strikethrough_thickness",
            )
        }  # fmt: skip
    wanted = font_features(
        *(style[f"font_{name}"] for name in (
            "kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric",
            "variant_alternates", "variant_east_asian", "feature_settings",
        ))
    )  # fmt: skip
    features = None
    if wanted:
        said = ",".join(f"{key} {value}" for key, value in wanted.items()).encode()
        known = style.font_config.font_features
        if said not in known:
            known[said] = pango.pango_attr_font_features_new(said)
        features = known[said]
    return Context(context, language, description, features, measures)


def _setup(layout: Any, style: Any) -> None:
    """Begin a layout (``Layout.setup``)."""
    from weasyprint.text.line_break import ffi, gobject, pango

    own = _of(style)
    layout.style, layout.first_line_direction, layout.language = style, 0, own.language
    layout.__dict__.update(own.measures)
    layout.layout = ffi.gc(pango.pango_layout_new(own.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, own.description)
    if own.features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, own.features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _strut(inline: Any, line_break: Any) -> None:
    """Let a style know the height of its lines."""
    plain = inline.strut

    def strut(style: Any) -> Any:
        known = style.__dict__.get("_strut")
        if known is None:
            known = strut(style.parent_style) if _is_as_its_parent(style, _STRUT) else plain(style)
            style._strut = known  # noqa: SLF001 (our own attribute)
        return known

    inline.strut = strut
    line_break.strut = strut
