/* Words of a query: clauses such as §3.5.2.2b whole, Chinese by the longest words that the index knows. */
var splitQuery = (query) => {
  const index = Search._index || {};
  const known = (word) => [index.terms, index.titleterms].some((terms) => terms && Object.hasOwn(terms, word));
  const words = [];
  const parts = /§[0-9]+(?:\.[0-9]+)*[a-z]?|\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{Letter}\p{Number}_])+/gu;
  for (const [part] of query.matchAll(parts)) {
    if (!/^\p{Script=Han}/u.test(part)) {
      words.push(part);
      continue;
    }
    const before = words.length;
    for (let start = 0; start < part.length; ) {
      let end = part.length;
      while (end > start + 1 && !known(part.slice(start, end))) end -= 1;
      if (end > start + 1) words.push(part.slice(start, end));
      start = end;
    }
    if (words.length === before) words.push(part);
  }
  return words;
};
