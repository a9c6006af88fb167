import { printable, shortened } from '../printable.js';

/** Longest text of another program that an error repeats. */
const MOST = 240;

/** A place in ONNX Runtime's source, with the signature of the function there. */
const SOURCE_PLACE =
  /\S*\/[\w./+-]+\.(?:h|hpp|cc|cpp):\d+\s+(?:[^()]*\([^()]*(?:\([^()]*\)[^()]*)*\)(?:\s*const)?(?:\s*\[[^\]]*\])?\s*)?/g;

/** What ONNX Runtime says, in one printable line without places in its source, and not too long. */
export function plainMessage(message: string): string {
  const status = message.indexOf('Status Message: ');
  const said = status < 0 ? message : message.slice(status + 'Status Message: '.length);
  return shortened(printable(said.slice(0, 20_000).replace(SOURCE_PLACE, '')), MOST);
}
