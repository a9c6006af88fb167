import { BespokeError } from '../../errors.js';
import { type Graph, nodeId, type ValueType } from '../../onnx/graph.js';
import type { Tensor } from '../../onnx/tensor.js';
import { largestDifference } from '../../runtime/largest-difference.js';
import { probeInput } from '../../runtime/normal-form.js';
import { cpuEngine } from '../../runtime/onnxruntime-cpu.js';
import { isNumbers, type OtherSize } from '../../runtime/open-sizes.js';
import { plainMessage } from '../../runtime/plain-message.js';
import type { WorkerTask } from '../../runtime/workers.js';
import type { NormalMember } from '../inputs/members.js';
import type { BuildSession } from '../session.js';
import { timedFile } from './measure-latency.js';

const TASK: WorkerTask = { file: new URL(import.meta.url), name: 'checkSizes' };
/** Relative to the largest value. */
const TOLERANCE = 1e-3;

export interface SizesJob {
  /** The same network with a fixed and with an open size. */
  readonly fixed: Uint8Array;
  readonly open: Uint8Array;
  /** Of the one sample that `fixed` takes. */
  readonly input: ValueType;
  /** What its teacher gives elsewhere. */
  readonly others: readonly OtherSize[];
}

/**
 * Why a student cannot be emitted with the open sizes of its teacher; undefined where it can, and for a teacher without
 * them. It must give at its own size what it gives with that size fixed, and elsewhere numbers in the teacher's shapes.
 */
export async function tiedStudent(
  { workers }: BuildSession,
  teacher: NormalMember,
  student: Graph,
): Promise<string | undefined> {
  const { openSizes, shell } = teacher;
  if (openSizes === undefined) return undefined;
  // ONNX Runtime's messages name nodes by their labels.
  const nodes = student.nodes.map((node) => ({ ...node, label: node.label ?? nodeId(node) }));
  const named = { ...student, nodes };
  const job: SizesJob = {
    fixed: timedFile({ ...teacher, openSizes: undefined }, named).model(),
    open: timedFile(teacher, named).model(),
    input: (shell ?? student).inputs[0]!,
    others: openSizes.others,
  };
  return await workers.run<string | undefined>(TASK, job);
}

/** Worker task: see {@link tiedStudent}. */
export async function checkSizes({ fixed, open, input, others }: SizesJob): Promise<string | undefined> {
  const own = probeInput(input.dims, input.dtype);
  const probes = others.map((other) => probeInput(other.input, input.dtype));
  try {
    const [wanted] = await outputsOf(fixed, [own]);
    const [got, ...elsewhere] = await outputsOf(open, [own, ...probes]);
    for (const [index, output] of got!.entries()) {
      const { dims, data } = wanted![index]!;
      const same = output.dims.join() === dims.join() && largestDifference(output.data, data) <= TOLERANCE;
      if (!same) return `output ${index + 1} would change at its own size`;
    }
    for (const [at, { input: shape, outputs, finite }] of others.entries()) {
      const where = `for an input of [${shape.join(', ')}]`;
      for (const [index, output] of elsewhere[at]!.entries()) {
        const [made, of] = [output.dims, outputs[index]!].map((dims) => `[${dims.join(', ')}]`);
        if (made !== of) return `output ${index + 1} has the shape ${made} ${where}, the teacher's has ${of}`;
        if (finite && !isNumbers(output)) return `output ${index + 1} is not finite ${where}`;
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof BespokeError && error.code.startsWith('ENGINE_')) return operatorIn(error);
    throw error;
  }
}

/** Without rewriting, so that the same nodes run, and messages name them. */
async function outputsOf(model: Uint8Array, inputs: readonly Tensor[]): Promise<Tensor[][]> {
  const session = await cpuEngine.open(model, { threads: 1, optimization: 'disabled' });
  const results: Tensor[][] = [];
  try {
    for (const input of inputs) {
      const outputs = await session.run({ [session.inputNames[0]!]: input });
      results.push(session.outputNames.map((name) => outputs[name]!));
    }
  } finally {
    await session.close();
  }
  return results;
}

/** The node that a run has failed at, or all that ONNX Runtime says. */
function operatorIn(error: BespokeError): string {
  const { message } = error.cause as Error;
  const [, opType, name] = /while running (\w+) node\. Name:'([^']*)'/.exec(message) ?? [];
  return opType === undefined ? plainMessage(message) : `${opType} (${name})`;
}
