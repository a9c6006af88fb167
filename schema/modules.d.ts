/**
 * Types of `import model from 'bespoke:NAME'`: `"types": ["bespoke-webpack-plugin/modules"]` in the app's
 * tsconfig.json.
 */
declare module 'bespoke:*' {
  const model: import('../dist/plugin/imported-model.js').ImportedModel;
  export default model;
}
