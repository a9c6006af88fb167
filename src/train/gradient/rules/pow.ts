import { numbersOf } from '../constant-input.js';
import type { GradientRule } from '../rule.js';

/** y = a ^ b, broadcast: dy/da = b a^(b - 1), dy/db = y ln a (0 where a is not positive). */
export const pow: GradientRule = {
  opTypes: ['Pow'],
  gradients: ({ builder, node: { inputs, outputs }, dy }) => {
    const [base, exponent] = [inputs[0]!, inputs[1]!];
    const constant = builder.constantAt(exponent);
    const values = constant && numbersOf(constant);
    const only = values?.every((value) => value === values[0]) ? values[0] : undefined;
    const power = () =>
      builder.type(exponent).dtype === 'float32' ? exponent : builder.cast(exponent, 'float32');
    return [
      () => {
        if (only === 2)
          return builder.reduceTo(builder.times(dy, builder.times(base, 2)), builder.dims(base));
        const b = only ?? power();
        const less = builder.binary(
          'Pow',
          base,
          typeof b === 'number' ? builder.scalar(b - 1) : builder.plus(b, -1),
        );
        return builder.reduceTo(builder.times(builder.times(dy, less), b), builder.dims(base));
      },
      () => {
        const positive = builder.compare('Greater', base, 0);
        const logarithm = builder.unary('Log', builder.where(positive, base, 1));
        const slope = builder.times(builder.times(dy, outputs[0]!), logarithm);
        return builder.reduceTo(slope, builder.dims(exponent));
      },
    ];
  },
};
