import type { CompareTask, QueueProgress, RunTask, Welcome } from '../protocol.js';
import { page } from './globals.js';

const put = (id: string, text: string): void => {
  const element = page.document.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
};

/** What the person in front of the device sees. */
export const view = {
  setting({ words, threads, hasThreads }: Welcome): void {
    const count = threads === 1 ? '1 thread' : `${threads} threads`;
    put('setting', hasThreads ? `${words}, ${count}` : words);
  },

  progress({ done, total, secondsLeft }: QueueProgress): void {
    const bar = page.document.getElementById('bar');
    if (bar !== null && total > 0) {
      bar.max = total;
      bar.value = done;
    }
    put('count', total === 0 ? 'Waiting for models' : `${done} of ${total} models`);
    put('rest', secondsLeft === null || done === total ? '' : `about ${duration(secondsLeft)} left`);
    page.document.title = total === 0 ? 'Measuring' : `${Math.floor((100 * done) / total)} % measured`;
  },

  model(task: CompareTask | RunTask): void {
    const { sizeBytes } = task.kind === 'run' ? task.model : task.candidate;
    put('model', `Now: model ${task.progress.done + 1}, ${size(sizeBytes)}`);
  },

  waiting(): void {
    put('model', '');
    view.message('The computer is making models ready, which may take long. Leave this page open.');
  },

  message(text: string): void {
    delete page.document.body.dataset.state;
    put('message', text);
  },

  /** Nothing more happens on this page. */
  end(state: 'done' | 'bad', text: string): void {
    page.document.body.dataset.state = state;
    const bar = page.document.getElementById('bar');
    if (bar !== null && state === 'done') bar.value = bar.max ?? 1;
    if (state === 'done') put('count', '');
    put('message', text);
    put('model', '');
    put('rest', '');
    page.document.title = state === 'done' ? 'Measured' : 'Not measured';
  },
};

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  return `${Math.round(seconds / 60)} min`;
}

const size = (bytes: number): string =>
  bytes < 1e5 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
