// Part of the policy in another language: the bare tariffs and exam duty pay, as a campus system might have them.
// It reads a JSON document a line and answers a line: xmut-rules conformance --runner 'node tests/conformance/rules.mjs'
import { createInterface } from "node:readline";

class Refused extends Error {}
const refuse = () => { throw new Refused(); };

const fen = (text) => {
  const found = typeof text === "string" && /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text);
  if (!found) refuse();
  const size = BigInt(found[2]) * 100n + BigInt((found[3] ?? "").padEnd(2, "0"));
  return found[1] ? -size : size;
};
const yuan = (amount) => `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;
const sum = (amounts) => amounts.reduce((total, each) => total + each, 0n);
// By code point; `<` would compare the units of UTF-16.
const byText = (a, b) => {
  const [one, two] = [a, b].map((text) => [...text].map((each) => each.codePointAt(0)));
  const at = one.findIndex((point, place) => point !== two[place]);
  return at < 0 ? one.length - two.length : one[at] - (two[at] ?? -1);
};

const rounded = (above, below, how) => {
  const whole = above / below, twice = (above % below) * 2n;
  const up = twice > below || (twice === below && (how === "half_up" || (how === "half_even" && whole % 2n === 1n)));
  return how !== "down" && up ? whole + 1n : whole;
};

const split = (total, weights) => {
  const all = sum([...weights.values()]);
  const parts = [...weights].map(([key, weight]) => ({ key, part: (total * weight) / all, rest: (total * weight) % all }));
  let left = total - sum(parts.map((each) => each.part));
  const byRest = (a, b) => (a.rest === b.rest ? byText(a.key, b.key) : a.rest > b.rest ? -1 : 1);
  for (const each of [...parts].sort(byRest)) if (left > 0n) { each.part += 1n; left -= 1n; }
  return new Map(parts.map(({ key, part }) => [key, part]));
};

const rate = (micros, terms) => {
  if (micros <= 0n || micros > 86400000000n) refuse();
  return fen(micros >= BigInt(terms.long_from_minutes) * 60000000n ? terms.long_rate : terms.short_rate);
};
const rateOf = (seconds, terms) => rate(Number.isInteger(seconds) ? BigInt(seconds) * 1000000n : refuse(), terms);

const day = (rates, terms) => {
  const standard = sum(rates), flat = fen(terms.day_rate);
  if (rates.length < terms.day_rate_from) return { standard, amount: standard, isDayRate: false };
  const lower = standard < flat ? standard : flat, higher = standard < flat ? flat : standard;
  const amount = { flat, ceiling: lower, floor: higher }[terms.day_rate_reading];
  return { standard, amount, isDayRate: amount === flat };
};

const moment = (text) => {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? refuse();
  const [, minute, second = "0", part = "", zone] = found;
  const minutes = Date.parse(`${minute}${zone ?? "Z"}`) + (zone ? 8 * 3600000 : 0);
  const micros = BigInt(minutes || refuse()) * 1000n + BigInt(second) * 1000000n + BigInt(part.padEnd(6, "0"));
  const date = new Date(minutes).toISOString().slice(0, 10);
  return /^20\d\d/.test(date) ? { micros, hasZone: Boolean(zone), date } : refuse();
};

const only = (row, fields) => Object.keys(row).every((key) => fields.includes(key)) || refuse();

const inForce = (policies, date) => policies
  .filter((each) => each.effective_from <= date)
  .sort((a, b) => byText(a.effective_from, b.effective_from))
  .slice(-1)
  .find((each) => each.effective_until === null || date <= each.effective_until);

const examPay = ({ sessions, duties }, policies) => {
  const held = new Map(sessions.map((each) => {
    only(each, ["session_id", "project_id", "subject", "room", "start", "end", "notified_at", "changed_at"]);
    const start = moment(each.start), end = moment(each.end);
    if (start.hasZone !== end.hasZone) refuse();
    const { session_id, project_id } = each, from = start.micros, micros = end.micros - start.micros;
    return [session_id, { session_id, project_id, ids: [session_id], date: start.date, hasZone: start.hasZone, from, micros }];
  }));
  const unique = (rows, key) => new Set(rows.map((each) => each[key])).size === rows.length;
  if (!unique(sessions, "session_id") || !unique(duties, "duty_id")) refuse();
  if (new Set([...held.values()].map((each) => each.hasZone)).size > 1) refuse();
  const groups = new Map();
  for (const duty of duties) {
    only(duty, ["duty_id", "session_id", "staff_id", "role"]);
    const { staff_id, session_id } = duty;
    const session = held.get(session_id) ?? refuse();
    const terms = inForce(policies, session.date)?.exams;
    const key = JSON.stringify([session.date, staff_id]);
    if (!groups.has(key)) groups.set(key, { staff_id, date: session.date, terms, held: new Map() });
    groups.get(key).held.set(session_id, session);
  }
  const inOrder = (a, b) => byText(a.date, b.date) || byText(a.staff_id, b.staff_id) || byText(a.project, b.project);
  const days = [...groups.values()].flatMap(byScope).sort(inOrder).map(dayOf);
  return { total: yuan(sum(days.map((each) => fen(each.amount)))), days };
};

// One session for several that overlap, from the first start to the last end; the longest gives its id and project.
const sittings = (sessions) => {
  const found = [];
  for (const each of [...sessions].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = found[found.length - 1], until = each.from + each.micros;
    if (last && each.from < last.until) {
      last.all.push(each);
      last.until = until > last.until ? until : last.until;
    } else found.push({ all: [each], from: each.from, until });
  }
  return found.map(({ all, from, until }) => {
    const [longest] = [...all].sort((a, b) => (a.micros > b.micros ? -1 : a.micros < b.micros ? 1 : byText(a.session_id, b.session_id)));
    const micros = until - from, limit = 86400000000n;
    return { ...longest, ids: all.map((each) => each.session_id), micros: micros < limit ? micros : limit };
  });
};

const byScope = ({ staff_id, date, terms, held }) => {
  const sessions = terms?.overlapping === "once" ? sittings(held.values()) : [...held.values()];
  if (terms?.day_scope !== "person_and_project") return [{ staff_id, date, terms, project: "", sessions }];
  return [...new Set(sessions.map((each) => each.project_id))].map((project) => (
    { staff_id, date, terms, project, sessions: sessions.filter((each) => each.project_id === project) }));
};

const dayOf = ({ staff_id, date, terms, sessions }) => {
  sessions.sort((a, b) => byText(a.session_id, b.session_id));
  const rates = sessions.map((each) => (terms ? rate(each.micros, terms) : 0n));
  const pay = terms ? day(rates, terms) : { standard: 0n, amount: 0n, isDayRate: false };
  const own = new Map(), numbers = new Map();
  sessions.forEach(({ project_id }, place) => {
    own.set(project_id, (own.get(project_id) ?? 0n) + rates[place]);
    numbers.set(project_id, (numbers.get(project_id) ?? 0n) + 1n);
  });
  const shares = pay.isDayRate ? split(pay.amount, terms.split === "sessions" || pay.standard === 0n ? numbers : own) : own;
  const [rule, clause] = !terms ? ["not-in-force", "§0a"]
    : pay.isDayRate ? ["day-rate", "§3.5.2.2b"] : ["sessions", "§3.5.2.2a"];
  return {
    staff_id, date, sessions: sessions.flatMap((each) => each.ids).sort(byText),
    standard: yuan(pay.standard), amount: yuan(pay.amount), rule, clause,
    shares: [...shares].sort((a, b) => byText(a[0], b[0])).map(([project_id, amount]) => ({ project_id, amount: yuan(amount) })),
  };
};

const functions = {
  session_rate: ({ seconds }, [{ exams }]) => ({ amount: yuan(rateOf(seconds, exams)) }),
  duty_day_pay: ({ seconds }, [{ exams }]) => ({ amount: yuan(day(seconds.map((each) => rateOf(each, exams)), exams).amount) }),
  college_award: ({ surplus }, [{ surplus: terms }]) => {
    const left = fen(surplus), [above, below] = terms.college_share.split("/").map(BigInt);
    return { amount: left > 0n ? yuan(rounded(left * above, below ?? 1n, terms.rounding)) : "0.00" };
  },
  exam_pay: examPay,
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, function: name, policies, input } = JSON.parse(line);
  if (!(name in functions)) return;
  let output;
  try {
    output = functions[name](input, policies);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    output = { refused: true };
  }
  process.stdout.write(`${JSON.stringify({ id, output })}\n`);
});
