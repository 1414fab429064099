#include "matcher/respell.h"

#include <gtest/gtest.h>

namespace quince {
namespace {

struct Respelt {
  std::string folded, text;
  Respelling respelling;
};

Respelt respell(std::string_view source) {
  Respelt made;
  FoldMap map;
  fold(source, made.folded, &map);
  made.respelling.respell(source, made.folded, map, made.text);
  return made;
}

TEST(Respell, ReadsAsPeopleDo) {
  const struct {
    const char* text;
    const char* read;  // empty: as it is written
  } rows[] = {{"#PésimoServicio de nuevo", "#pesimo servicio de nuevo"},
              {"harto #NoVuelvoMás", "harto #no vuelvo mas"},
              {"#never_again!", "#never again!"},
              {"#SOSAyuda", "#sos ayuda"},
              {"#12HorasSinLuz", "#12 horas sin luz"},
              {"#ÑoñoÁrbol", "#ñoño arbol"},
              {"#MIA #VueloCancelado", "#mia #vuelo cancelado"},
              {"#retraso #IBERIA", ""},
              {"una est4fa", "una estafa"},
              {"l4dr0nes", "ladrones"},
              {"e$tafa y ladrone$", "estafa y ladrones"},
              {"m@la gente", "mala gente"},
              {"una \u0435stafa", "una estafa"},  // Cyrillic е
              {"sc\u03BFm", "scom"},              // Greek ο
              {"\u0441\u043E\u043A", ""},         // a word of its own script
              {"3horas, 20euros y covid19", ""},
              {"un a320neo y un b2b", ""},
              {"$5 y 10$", ""},
              {"4g no va", ""},
              {"ana@correo.example", "anaacorreo.example"},
              {"", ""}};
  for (const auto& row : rows) EXPECT_EQ(respell(row.text).text, row.read) << row.text;
}

TEST(Respell, AMatchIsToldAsWritten) {
  const Respelt made = respell("ya #PesimoServicio y una est4fa total");
  ASSERT_EQ(made.text, "ya #pesimo servicio y una estafa total");
  const auto written = [&](std::string_view match) {
    const auto begin = static_cast<std::uint32_t>(made.text.find(match));
    const auto place =
        made.respelling.in_folded(begin, begin + static_cast<std::uint32_t>(match.size()));
    return place ? made.folded.substr(place->first, place->second - place->first) : "";
  };
  EXPECT_EQ(written("pesimo servicio"), "pesimoservicio");
  EXPECT_EQ(written("servicio"), "pesimoservicio") << "the token is not cut";
  EXPECT_EQ(written("estafa"), "est4fa");
  EXPECT_EQ(written("ya #pesimo"), "ya #pesimoservicio");
  EXPECT_EQ(written("servicio y una estafa total"), "pesimoservicio y una est4fa total");
  EXPECT_EQ(written("y una"), "") << "found in the text as written";
  EXPECT_EQ(written("total"), "");
}

}  // namespace
}  // namespace quince
