/** Which way imports point (docs/architecture.md). Each rule says why, and what to do instead. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Files that import each other cannot be understood or loaded one by one: move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolved',
      comment: 'The import leads nowhere: relative imports end in .ts or .tsx, packages stand in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'schemas-import-nothing',
      comment:
        'schemas/ says what a definition is, for everybody: it depends on nothing (generated validators: on the run-time parts of ajv).',
      severity: 'error',
      from: { path: '^schemas/', pathNot: '^schemas/generated/' },
      to: { pathNot: '^schemas/', couldNotResolve: false },
    },
    {
      name: 'generated-validators-need-only-ajv',
      comment: 'Generated validators run in the browser and may use the run-time parts of ajv only.',
      severity: 'error',
      from: { path: '^schemas/generated/' },
      to: { pathNot: '^schemas/|node_modules/(ajv/dist/runtime|ajv-formats/dist)/' },
    },
    {
      name: 'engine-imports-schemas-only',
      comment:
        'engine/ is pure and runs in browser and server: only schemas/, decimal.js and re2js. Hand other things in as arguments.',
      severity: 'error',
      from: { path: '^engine/' },
      to: { pathNot: '^(engine|schemas)/|node_modules/(decimal\\.js|re2js)/', couldNotResolve: false },
    },
    {
      name: 'server-shows-nothing',
      comment: 'server/ knows schemas/ and engine/; pages belong to runtime/ and designer/.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(runtime|designer)/' },
    },
    {
      name: 'nobody-imports-server',
      comment: 'The rest talks to server/ through the HTTP API only.',
      severity: 'error',
      from: { path: '^(schemas|engine|runtime|designer|templates)/' },
      to: { path: '^server/' },
    },
    {
      name: 'runtime-not-designer',
      comment:
        'runtime/ is used by people who never build: the designer previews through runtime/index.ts, not the other way round.',
      severity: 'error',
      from: { path: '^runtime/' },
      to: { path: '^designer/' },
    },
    {
      name: 'designer-through-the-door',
      comment: 'designer/ uses runtime/index.ts only: export there what the preview needs.',
      severity: 'error',
      from: { path: '^designer/' },
      to: { path: '^runtime/', pathNot: '^runtime/index\\.tsx?$' },
    },
    {
      name: 'pages-without-node',
      comment: 'What runs in a browser has no node: modules.',
      severity: 'error',
      from: { path: '^(runtime|designer|engine|schemas)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'The product does not depend on its tests or its tools.',
      severity: 'error',
      from: { path: '^(schemas|engine|server|runtime|designer|templates)/' },
      to: { path: '^(tests|scripts)/' },
    },
    {
      name: 'no-tsx-in-node',
      comment: 'Node strips types but refuses .tsx: none may be reachable from server/ or engine/.',
      severity: 'error',
      from: { path: '^(server|engine)/' },
      to: { path: '\\.tsx$', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
}
