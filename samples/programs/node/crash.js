// Prints plain lines without times, and dies of an error that nobody caught.
const settings = { retries: 3 };

function connect(options) {
  return options.database.host;
}

console.log('shop cli 2.4.1');
console.log('reading settings: 1 file, 0 errors');
console.log('connecting');
connect(settings);
