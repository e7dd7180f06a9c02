/** Ends the server with its parent; ours end by process group. */
export const watchdogStandIn = 'exports.start = () => {};\nexports.exit = () => {};\n';

/** The server's log writer, without rotation. */
export const spdlogStandIn = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const infoLevel = 2;

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = infoLevel;
    this.plain = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.plain ? message : new Date().toISOString() + ' [' + levels[level] + '] ' + message + '\\n';
    // The folder of a log goes before the server does when a run ends.
    try { fs.appendFileSync(this.file, line); } catch (error) { if (error.code !== 'ENOENT') throw error; }
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.plain = false; }
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
levels.forEach((name, level) => {
  Logger.prototype[name === 'warning' ? 'warn' : name] = function (message) { this.write(level, message); };
});

const create = async (name, file) => new Logger('rotating', name, file);
// One by one: that is how names of a CommonJS module are found when it is imported.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;
