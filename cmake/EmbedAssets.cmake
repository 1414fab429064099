# embed_assets(TARGET NAME PREFIX DIR FILE…): puts the files of DIR into TARGET with .incbin and declares them as
# `quince::NAME_assets()`, a span of {path, bytes}; path is PREFIX/FILE. A changed file rebuilds only the assembly.
function(embed_assets target name prefix dir)
  set(asm ".section .rodata\n")
  set(decl "")
  set(rows "")
  set(deps "")
  set(count 0)
  foreach(file IN LISTS ARGN)
    set(symbol quince_asset_${name}_${count})
    string(APPEND asm ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n.incbin \"${dir}/${file}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND decl "extern const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "    {\"${prefix}${file}\", {${symbol}, static_cast<size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND deps ${dir}/${file})
    math(EXPR count "${count}+1")
  endforeach()
  string(APPEND asm ".section .note.GNU-stack,\"\",@progbits\n")
  set(base ${CMAKE_CURRENT_BINARY_DIR}/${name}_assets)
  file(CONFIGURE OUTPUT ${base}.S CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${base}.cpp CONTENT
"#include \"core/asset.h\"
extern \"C\" {
${decl}}
namespace quince {
std::span<const Asset> ${name}_assets() {
  static const Asset rows[] = {
${rows}    {{}, {}}};
  return {rows, ${count}};
}
}  // namespace quince
" @ONLY)
  set_source_files_properties(${base}.S PROPERTIES OBJECT_DEPENDS "${deps}")
  target_sources(${target} PRIVATE ${base}.S ${base}.cpp)
endfunction()
