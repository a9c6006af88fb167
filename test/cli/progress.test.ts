import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { progressTo } from '../../src/cli/progress.js';

function recorder(isTerminal: boolean) {
  const lines: string[] = [];
  let nowMs = 0;
  const progress = progressTo({ out: () => {}, note: (text) => lines.push(text), isTerminal }, () => nowMs);
  return {
    lines,
    at: (ms: number, done: number, total: number, target?: string) => {
      nowMs = ms;
      progress.onProgress({ model: 'm', stage: 'train', target, done, total, note: `part ${done}` });
    },
    progress,
  };
}

test('without a terminal: a line when a step begins and ends, and one every ten seconds', () => {
  const { lines, at } = recorder(false);
  at(0, 0, 4);
  at(5_000, 1, 4);
  at(10_000, 2, 4);
  at(12_000, 3, 4);
  at(13_500, 4, 4);
  assert.equal(lines, ['m · train 0/4 part 0\n', 'm · train 2/4 part 2\n', 'm · train 4/4 done, 13.5 s\n']);
});

test('the end of a step is told once, and the next step starts its own time', () => {
  const { lines, at } = recorder(false);
  at(1_000, 2, 2);
  at(1_000, 2, 2);
  at(3_000, 0, 2, 'phone');
  at(4_000, 2, 2, 'phone');
  assert.equal(lines, [
    'm · train 2/2 done, 0.0 s\n',
    'm · phone · train 0/2 part 0\n',
    'm · phone · train 2/2 done, 1.0 s\n',
  ]);
});

test('on a terminal one line is rewritten, kept at the end of a step, and makes room for a warning', () => {
  const { lines, at, progress } = recorder(true);
  at(0, 1, 2);
  at(1_000, 2, 2);
  at(2_000, 0, 2, 'phone');
  progress.onWarning('rain');
  assert.equal(lines, [
    '\r\u001b[Km · train 1/2 part 1',
    '\r\u001b[Km · train 2/2 done, 1.0 s\n',
    '\r\u001b[Km · phone · train 0/2 part 0',
    '\r\u001b[K',
    'bespoke: warning: rain\n',
  ]);
});

test.run();
