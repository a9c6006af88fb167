import { bytesText, countText, shareText } from '../quantity.js';
import type { Inspection, TensorShape, TypedShape } from './inspect-model.js';
import { table } from './table.js';

/** An inspection for people. */
export function inspectionText(inspection: Inspection): string {
  const { name, sizeBytes, inputs, outputs, nodes, operators, macs, parameters, subNetworks } = inspection;
  const { dynamicBatch, takesOtherSizes, opset } = inspection;
  const counts = Object.entries(operators).map(([operator, count]) => `${operator} ${count}`);
  return [
    `${name}  ${bytesText(sizeBytes)}, ${countText(macs)} MACs, ${countText(parameters)} parameters`,
    `input        ${inputs.map(inputText).join('; ')}, ${dynamicBatch ? 'any batch' : 'batch fixed in the file'}${takesOtherSizes ? ', other sizes too' : ''}`,
    `output       ${outputs.map(shapeText).join('; ')}`,
    `normal form  ${nodes.before} nodes became ${nodes.after}, opset ${opset}`,
    `operators    ${counts.join(', ')}`,
    `WebGPU       ${webgpuText(inspection)}`,
    `cut points   ${inspection.cutPoints.length}`,
    `sub-networks ${subNetworks.count}, of which ${subNetworks.trainable} can be trained`,
    '',
    blocksText(inspection),
    [...inspection.warnings.map((warning) => `Warning: ${warning}\n`), keptText(inspection)].join('') +
      blockersText(inspection),
  ].join('\n');
}

/** One line: how many nodes run on the CPU, which operators, and one by its name. */
function webgpuText({ webgpu: { onCpu, unknown, transposes }, nodes }: Inspection): string {
  const counts = new Map<string, number>();
  for (const { opType, why } of onCpu) {
    const what = `${opType} (${why})`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const all = [...counts].map(([what, count]) => (count === 1 ? what : `${count} ${what}`));
  const parts = [
    onCpu.length === 0
      ? 'every operator of ONNX has a kernel'
      : `leaves ${onCpu.length} of ${nodes.after} nodes to the CPU, with copies there and back: ${all.join(', ')}; ` +
        `the first is ${onCpu[0]!.node}`,
    ...(transposes ? ['transposes around convolutions on the CPU, with copies'] : []),
    ...(unknown.length === 0
      ? []
      : [`not known of ${[...new Set(unknown.map(({ opType }) => opType))].join(', ')}`]),
  ];
  return parts.join('; ');
}

function blocksText({ blocks, macs, parameters }: Inspection): string {
  const rows = blocks.map((block) => [
    block.from,
    block.to,
    block.dims.join('x'),
    String(block.nodes),
    countText(block.macs),
    macs === 0 ? '' : shareText(block.macs / macs),
    countText(block.parameters),
    parameters === 0 ? '' : shareText(block.parameters / parameters),
  ]);
  return table([['from', 'to', 'shape', 'nodes', 'MACs', '', 'parameters', ''], ...rows], [3, 4, 5, 6, 7]);
}

function keptText({ kept }: Inspection): string {
  if (kept.length === 0) return '';
  return `Around what is replaced and trained, these stay as they are: ${kept.map(({ opType }) => opType).join(', ')}.\n`;
}

function blockersText({ blockers }: Inspection): string {
  if (blockers.length === 0) return 'Nothing stands in the way of training.\n';
  const lines = blockers.map(({ node, opType }) => `  ${opType} (${node})`);
  return `No gradient passes these; sub-networks that hold one are not offered:\n${lines.join('\n')}\n`;
}

function inputText({ dtype, below, ...shape }: TypedShape): string {
  if (dtype === 'float32' || dtype === 'uint8') return shapeText(shape);
  return `${shapeText(shape)} ${dtype}${below === undefined ? '' : ` below ${below}`}`;
}

const shapeText = ({ name, dims }: TensorShape): string => `${name} ${dims.join('x')}`;
