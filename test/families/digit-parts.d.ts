export type PartName = 'train' | 'validation' | 'held out';

export type PartKind = 'labelled' | 'unlabelled' | 'noisy';

export interface DigitPart {
  readonly values: Uint8Array;
  readonly dims: readonly number[];
  readonly labels?: Int32Array;
}

export function digitPart(name: PartName, kind: PartKind): DigitPart;
