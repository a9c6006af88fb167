const WITH_VALUE = new Set(['-e', '--eval', '-p', '--print', '-pe', '--input-type', '--inspect-port']);
const ALONE = /^(--input-type=|--eval=|--print=|--inspect|--watch|--test)/;

/** Node's own arguments that a worker inherits: loaders and memory limits, but no script text and no debugger port. */
export function workerArguments(execArgv: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < execArgv.length; index++) {
    if (WITH_VALUE.has(execArgv[index])) index++;
    else if (!ALONE.test(execArgv[index])) kept.push(execArgv[index]);
  }
  return kept;
}
