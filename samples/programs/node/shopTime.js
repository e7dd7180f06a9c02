// The shop's clock runs 600 times too fast, so that a second of failing fills ten minutes of log.
const opening = Date.parse('2026-03-02T08:00:00Z');
const started = performance.now();

exports.shopTime = () => new Date(opening + Math.round((performance.now() - started) * 600));
