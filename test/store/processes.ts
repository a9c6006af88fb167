import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, 'store-process.js');
const ROOT = join(import.meta.dirname, '../..');

/** Starts test/store/store-process.js; `limit` is a shell command that runs before it in the same shell. */
export function startProcess(args: readonly string[], limit = ':'): ChildProcess {
  const command = [process.execPath, SCRIPT, ...args];
  return spawn('sh', ['-c', `${limit}; exec "$@"`, 'sh', ...command], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const status = await new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  if (status !== 0) throw new Error(`exit status ${status}: ${text}`);
  return text;
}

export function firstOutput(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk) => resolve(String(chunk)));
    child.once('close', (status) => reject(new Error(`exit status ${status} before any output`)));
  });
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once('exit', resolve));
  }
}
