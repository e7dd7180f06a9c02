// Writes log lines as many services do: time, level, logger, message, and the stack below it.
const { inspect } = require('node:util');
const { shopTime } = require('./shopTime');

exports.logger = function logger(name) {
  const write = (level, message, error) => {
    const trace = error ? `\n${inspect(error)}` : '';
    console.log(`${shopTime().toISOString()} ${level.padEnd(5)} [${name}] ${message}${trace}`);
  };
  return {
    debug: (message) => write('DEBUG', message),
    info: (message) => write('INFO', message),
    warn: (message, error) => write('WARN', message, error),
    error: (message, error) => write('ERROR', message, error),
    fatal: (message, error) => write('FATAL', message, error),
  };
};
