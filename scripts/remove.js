// `node scripts/remove.js FOLDER`: removes what an earlier build left.
import { rmSync } from 'node:fs';

rmSync(process.argv[2], { recursive: true, force: true });
