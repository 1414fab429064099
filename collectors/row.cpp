#include "collectors/row.h"

#include <algorithm>
#include <charconv>

#include "collectors/identity.h"
#include "core/ascii.h"
#include "core/label.h"
#include "core/members.h"
#include "core/utf8.h"
#include "io/date_order.h"

namespace quince {
namespace {

// What is wrong with a text; empty: nothing.
using Fault = std::string;

Fault read_text(const std::string& text, std::string& out, DateOrder) {
  out = text;
  return {};
}

// Also "9.0": tables that know a missing number write their whole numbers so.
Fault read_text(const std::string& text, std::int64_t& out, DateOrder) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, out);
  std::string_view behind(rest, static_cast<std::size_t>(end - rest));
  if (behind.starts_with('.') || behind.starts_with(',')) behind.remove_prefix(1);
  const bool zeros = behind.find_first_not_of('0') == std::string_view::npos;
  return error == std::errc{} && zeros ? Fault{} : "is not a whole number";
}

Fault read_text(const std::string& text, bool& out, DateOrder) {
  const std::string key = label_key(text);
  for (const std::string_view yes : {"true", "yes", "si", "verdadero", "1"})
    if (key == yes) return out = true, Fault{};
  for (const std::string_view no : {"false", "no", "falso", "0"})
    if (key == no) return out = false, Fault{};
  return "is neither true nor false";
}

Fault read_text(const std::string& text, Time& out, DateOrder order) {
  const auto time = parse_ordered_date(text, order);
  if (!time)
    return order == DateOrder::unknown
               ? "is not a date that can be told; write it as 2026-11-22 10:00, or say in which "
                 "order its numbers stand with date_format: dmy, mdy or ymd"
               : "is not a date in the order " + std::string(name(order));
  out = *time;
  return {};
}

Fault read_text(const std::string& text, EventKind& out, DateOrder) {
  const auto kind = find_event_kind(text);
  if (kind) return out = *kind, Fault{};
  Fault fault = "is not a kind of event; there are ";
  for (const std::string_view known : EnumNames<EventKind>::names)
    fault.append(known == EnumNames<EventKind>::names[0] ? "" : ", ").append(known);
  return fault;
}

template <class V>
Fault read_text(const std::string& text, std::optional<V>& out, DateOrder order) {
  V value{};
  Fault fault = read_text(text, value, order);
  if (fault.empty()) out = value;
  return fault;
}

template <Record T>
Fault set_member(T& record, std::string_view member, const std::string& text, DateOrder order) {
  Fault fault;
  for_each_field<T>([&](const auto& field) {
    auto& value = record.*(field.member);
    using V = std::remove_reference_t<decltype(value)>;
    if constexpr (Record<V> || TextMap<V>) {
      if (!member.starts_with(std::string(field.name) + '.')) return;
      const std::string_view inner = member.substr(field.name.size() + 1);
      if constexpr (Record<V>) {
        fault = set_member(value, inner, text, order);
      } else {
        value[std::string(inner)] = text;
      }
    } else if (field.name == member) {
      fault = read_text(text, value, order);
    }
  });
  return fault;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t shown_bytes_max = 60;
  const std::string_view shown = cut_utf8(text, shown_bytes_max);
  return '"' + std::string(shown) + (shown.size() < text.size() ? "…\"" : "\"");
}

// The values of all cells, for rows without an id of their own.
std::string values_of(std::span<const Cell> cells) {
  std::string values;
  for (const Cell& cell : cells) values.append(cell.member).append("=").append(cell.text) += '\n';
  return values;
}

std::string id_of(const Source& source, std::string_view own) {
  return source.kind + ':' + source.name + ':' + bounded_id(own);
}

template <Record T>
Result<T> read_cells(std::span<const Cell> cells, const Source& source) {
  const DateOrder order = from_name<DateOrder>(source.date_format).value_or(DateOrder::unknown);
  T record;
  for (const Cell& cell : cells) {
    const std::string text = trimmed(cell.text);
    if (text.empty()) continue;
    if (const Fault fault = set_member(record, cell.member, text, order); !fault.empty())
      return fail(Code::invalid,
                  "column " + quoted(cell.column) + ": " + quoted(text) + ' ' + fault);
  }
  return record;
}

Result<> add_mention(std::span<const Cell> cells, const Source& source, Parsed& into) {
  auto mention = read_cells<Mention>(cells, source);
  if (!mention) return std::unexpected(mention.error());
  const std::string own = mention->id.empty() ? digest_id(values_of(cells)) : mention->id;
  if (mention->source_id.empty()) mention->source_id = bounded_id(mention->id);
  if (mention->kind.empty()) mention->kind = source.kind;
  if (mention->author.id.empty()) mention->author.id = mention->author.handle;
  mention->id = id_of(source, own);
  into.mentions.push_back(std::move(*mention));
  return {};
}

Result<> add_event(std::span<const Cell> cells, const Source& source, Parsed& into) {
  for (const std::string_view needed : {"event", "at"}) {
    const auto cell = std::find_if(cells.begin(), cells.end(),
                                   [&](const Cell& one) { return one.member == needed; });
    if (cell == cells.end() || trimmed(cell->text).empty())
      return fail(Code::invalid,
                  std::string(needed) + " is missing" +
                      (cell == cells.end() ? std::string{} : ": column " + quoted(cell->column)) +
                      "; an event needs it");
  }
  auto event = read_cells<Event>(cells, source);
  if (!event) return std::unexpected(event.error());
  event->id = id_of(source, event->id.empty() ? digest_id(values_of(cells)) : event->id);
  into.events.push_back(std::move(*event));
  return {};
}

template <Record T>
std::vector<std::string> fillable_members() {
  std::vector<std::string> names = member_names<T>();
  std::erase_if(names, [](std::string_view name) {
    return name == "feed" || name == "seen_at" || name == "revision";
  });
  return names;
}

}  // namespace

const std::vector<std::string>& row_members(RowType type) {
  static const std::vector<std::string> of_mentions = fillable_members<Mention>();
  static const std::vector<std::string> of_events = fillable_members<Event>();
  return type == RowType::event ? of_events : of_mentions;
}

bool is_row_member(RowType type, std::string_view member) {
  return std::ranges::any_of(row_members(type), [&](std::string_view known) {
    return known.ends_with('.') ? member.starts_with(known) && member.size() > known.size()
                                : member == known;
  });
}

Result<> add_row(std::span<const Cell> cells, const Source& source, Parsed& into) {
  const bool blank =
      std::ranges::all_of(cells, [](const Cell& cell) { return trimmed(cell.text).empty(); });
  if (blank) return {};
  const bool is_event =
      std::ranges::any_of(cells, [](const Cell& cell) { return cell.member == "event"; });
  return is_event ? add_event(cells, source, into) : add_mention(cells, source, into);
}

}  // namespace quince
