/**
 * Loaded before a build's processes (NODE_OPTIONS=--import). Names every write to the file system by what is called and
 * from where; makes one of them fail, or kills the process at it. FAULT_LOG: file for the names. FAULT_POINT: the name
 * of the write, FAULT_KIND: an error's code or 'kill', FAULT_MARK: a folder that is made so that it happens once.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAULT_LOG, FAULT_POINT, FAULT_KIND, FAULT_MARK, FAULT_ROOT = '' } = process.env;
const original = { append: fs.appendFileSync, mkdir: fs.mkdirSync };
const CODES = { ENOSPC: -28, EIO: -5, EACCES: -13 };

/** The first function of this project, or of the store's library, that led to the call. */
function caller() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = stackTraceLimit;
  const own = lines.find((line) => /\/(src|dist)\//.test(line) && !/node_modules/.test(line));
  const library = lines.find((line) =>
    /node_modules\/(cacache|@npmcli|proper-lockfile|fs-minipass)/.test(line),
  );
  const frame = own ?? library ?? lines.find((line) => !line.includes('preload.js')) ?? '';
  const [, file = frame.trim(), line = ''] = /([\w.-]+\.[cm]?js):(\d+):\d+/.exec(frame) ?? [];
  return `${file}:${line}`;
}

/** Throws, or ends the process, where it is told to. */
function at(operation, path) {
  if (typeof path === 'string' && !path.startsWith(FAULT_ROOT)) return;
  const point = `${operation} ${caller()}`;
  if (FAULT_LOG !== undefined) original.append(FAULT_LOG, `${point}\n`);
  if (point !== FAULT_POINT) return;
  try {
    original.mkdir(FAULT_MARK);
  } catch {
    return;
  }
  if (FAULT_KIND === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`${FAULT_KIND}: injected, ${operation}`), {
    code: FAULT_KIND,
    errno: CODES[FAULT_KIND],
    syscall: operation,
    path,
  });
}

const writes = (flags) => (typeof flags === 'string' ? /[wa+x]/.test(flags) : ((flags ?? 0) & 3) !== 0);
const files = new Set();

function wrapSync(name, isWrite = () => true) {
  const call = fs[name];
  fs[name] = (...args) => {
    if (isWrite(...args)) at(name, args[0]);
    return call.apply(fs, args);
  };
}

function wrapCallback(name, isWrite = () => true) {
  const call = fs[name];
  fs[name] = (...args) => {
    try {
      if (isWrite(...args)) at(name, args[0]);
    } catch (error) {
      process.nextTick(args.at(-1), error);
      return undefined;
    }
    return call.apply(fs, args);
  };
}

function wrapPromise(holder, name, isWrite = () => true) {
  const call = holder[name];
  holder[name] = async function wrapped(...args) {
    if (isWrite(...args)) at(name, args[0]);
    return call.apply(this, args);
  };
}

const opensToWrite = (_path, flags) => writes(flags);
const isTracked = (file) => typeof file !== 'number' || files.has(file);
const { openSync } = fs;
fs.openSync = (path, flags, ...rest) => {
  if (writes(flags)) at('openSync', path);
  const file = openSync(path, flags, ...rest);
  if (writes(flags) && String(path).startsWith(FAULT_ROOT)) files.add(file);
  return file;
};
for (const name of ['renameSync', 'mkdirSync', 'writeFileSync', 'rmSync', 'unlinkSync', 'utimesSync'])
  wrapSync(name);
for (const name of ['writeSync', 'fdatasyncSync', 'fsyncSync']) wrapSync(name, isTracked);
for (const name of ['rename', 'mkdir', 'writeFile', 'appendFile', 'unlink', 'rmdir', 'utimes'])
  wrapCallback(name);
wrapCallback('open', opensToWrite);
for (const name of ['rename', 'mkdir', 'writeFile', 'appendFile', 'unlink', 'rm', 'rmdir', 'utimes'])
  wrapPromise(fs.promises, name);
const { open } = fs.promises;
fs.promises.open = async (path, flags, ...rest) => {
  if (writes(flags)) at('open', path);
  const handle = await open(path, flags, ...rest);
  if (writes(flags) && String(path).startsWith(FAULT_ROOT))
    for (const name of ['write', 'datasync', 'sync']) wrapPromise(handle, name);
  return handle;
};
syncBuiltinESMExports();
