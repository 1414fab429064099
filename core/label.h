// The form in which words that people give to things (the columns of a table, kinds of events) are
// compared: lower case, without the accents of Latin letters, with one space where there are
// spaces, "_" or "-", and none at the ends. "  Fecha_de  Facturación" is "fecha de facturacion".
#pragma once
#include <string>
#include <string_view>

namespace quince {

std::string label_key(std::string_view text);

}  // namespace quince
