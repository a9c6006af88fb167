import { type CAC, type Command, cac } from 'cac';
import { didYouMean } from '../config/nearest.js';
import { BespokeError } from '../errors.js';
import type { Console } from './console.js';
import { countOption, flagOption, sizeOption, textOption } from './option-value.js';
import type { ServeOptions } from './served-device.js';

/** Runs the command that `argv` (as in process.argv) asks for and gives the exit status. */
export async function runCommandLine(
  argv: readonly string[],
  version: string,
  console: Console,
): Promise<number> {
  const cli = cac('bespoke');
  const cwd = process.cwd();

  cli
    .command('build', 'Fit every model to every target, and write the files and the manifest')
    .option('--config <file>', 'The configuration (default: bespoke.config.* here or above)')
    .option('--out <dir>', 'Where the files go', { default: './dist' })
    .option('--workers <count>', 'Processes that train side by side')
    .option('--json', 'Print the manifest, and nothing else, on standard output')
    .action(async (options: Options) => {
      const given = {
        cwd,
        config: textOption(options.config, '--config'),
        out: textOption(options.out, '--out') ?? './dist',
        workers: countOption(options.workers, '--workers'),
        json: flagOption(options.json),
      };
      const { buildCommand } = await import('./build-command.js');
      return buildCommand(given, console);
    });

  cli
    .command(
      'inspect <model>',
      'Show what can be replaced in an ONNX file, what it costs, and what stands in the way',
    )
    .option('--size <HxW>', 'Height and width for a model that leaves them open: 224x224')
    .option('--length <n>', 'Length of sequences for a model that leaves it open: 128')
    .option('--json', 'Print the same as data')
    .action(async (model: unknown, options: Options) => {
      const given = {
        cwd,
        model: String(model),
        size: sizeOption(options.size, '--size'),
        length: countOption(options.length, '--length'),
        json: flagOption(options.json),
      };
      const { inspectCommand } = await import('./inspect-command.js');
      return inspectCommand(given, console);
    });

  cli
    .command('report', 'Write the report of the last build again, without building')
    .option('--config <file>', 'The configuration (default: bespoke.config.* here or above)')
    .option('--out <file>', 'Where the report goes', { default: './bespoke-report.html' })
    .option('--open', 'Show it in the browser')
    .action(async (options: Options) => {
      const given = {
        cwd,
        config: textOption(options.config, '--config'),
        out: textOption(options.out, '--out') ?? './bespoke-report.html',
        open: flagOption(options.open),
      };
      const { reportCommand } = await import('./report-command.js');
      return reportCommand(given, console);
    });

  cli
    .command('profile', 'Measure one target and write its device profile')
    .option('--target <name>', 'The target of the configuration')
    .option('--config <file>', 'The configuration (default: bespoke.config.* here or above)')
    .option('--out <file>', "Where the profile goes (default: the target's profile, or profiles/<name>.json)")
    .option('--workers <count>', 'Processes that train side by side')
    .option('--serve', 'Serve a page that measures the device which opens it, a phone for example')
    .option('--host <address>', 'With --serve: what to listen on (default: 127.0.0.1, this machine alone)')
    .option('--port <number>', 'With --serve: the port (default: any that is free)')
    .option('--cert <file>', 'With --serve: a certificate (PEM), for https, which threads and WebGPU need')
    .option('--key <file>', 'With --serve: the key of the certificate (PEM)')
    .action(async (options: Options) => {
      const given = {
        cwd,
        config: textOption(options.config, '--config'),
        target: textOption(options.target, '--target'),
        out: textOption(options.out, '--out'),
        workers: countOption(options.workers, '--workers'),
        serve: serveOptions(options),
      };
      const { profileCommand } = await import('./profile-command.js');
      return profileCommand(given, console);
    });

  cli
    .command('worker', 'Train and judge for the builds of a farm, until Ctrl-C')
    .option('--queue <address>', 'The Redis that holds the queue (default: BESPOKE_QUEUE)')
    .option('--cache <address>', "The farm's cache.remote (default: BESPOKE_CACHE_URL)")
    .option('--workers <count>', 'Jobs at a time (default: the parallelism that the machine offers)')
    .option('--memory <amount>', "Of all jobs together (default: half of the machine's)")
    .option('--engine <name>', 'What trains (default: auto)')
    .option('--folder <dir>', 'Where inputs are kept', { default: './.bespoke/worker' })
    .option('--disk <amount>', 'Of it at most', { default: '20GiB' })
    .option('--name <name>', "What the others see (default: the machine's name)")
    .action(async (options: Options) => {
      const given = {
        cwd,
        queue: textOption(options.queue, '--queue'),
        cache: textOption(options.cache, '--cache'),
        workers: countOption(options.workers, '--workers'),
        memory: textOption(options.memory, '--memory'),
        engine: textOption(options.engine, '--engine'),
        folder: textOption(options.folder, '--folder') ?? './.bespoke/worker',
        disk: textOption(options.disk, '--disk') ?? '20GiB',
        name: textOption(options.name, '--name'),
      };
      const { workerCommand } = await import('./worker-command.js');
      return workerCommand(given, console, process.env);
    });

  cli
    .command('doctor', 'Show which engines and packages are there, and what to install')
    .option('--config <file>', 'The configuration (default: bespoke.config.* here or above)')
    .action(async (options: Options) => {
      const config = textOption(options.config, '--config');
      const { doctorCommand } = await import('./doctor-command.js');
      return doctorCommand({ cwd, config }, console);
    });

  cli.help();
  cli.version(version);
  cli.parse([...argv], { run: false });
  if (cli.options.help === true || cli.options.version === true) return 0;
  const command = cli.matchedCommand;
  if (command === undefined) return withoutCommand(cli);
  refuseUnknownOptions(cli, command);
  refuseMissingValues(cli, command);
  refuseWrongCount(cli, command);
  return (await cli.runMatchedCommand()) as number;
}

type Options = Readonly<Record<string, unknown>>;

/** Undefined without --serve, which the others are nothing without. */
function serveOptions(options: Options): ServeOptions | undefined {
  const given = {
    host: textOption(options.host, '--host'),
    port: countOption(options.port, '--port'),
    cert: textOption(options.cert, '--cert'),
    key: textOption(options.key, '--key'),
  };
  if (flagOption(options.serve)) return given;
  const [useless] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (useless === undefined) return undefined;
  throw new BespokeError({
    code: 'OPTION_MISSING',
    what: `'--${useless}' applies only to the served page`,
    where: '--serve',
    next: 'Add --serve.',
  });
}

function withoutCommand(cli: CAC): number {
  const [word] = cli.args;
  if (word === undefined) {
    refuseUnknownOptions(cli, cli.globalCommand);
    cli.outputHelp();
    return 0;
  }
  const names = cli.commands.map(({ name }) => name);
  throw new BespokeError({
    code: 'COMMAND_UNKNOWN',
    what: 'unknown command',
    value: word,
    accepted: names.map((name) => `'${name}'`).join(', '),
    next: didYouMean(String(word), names) ?? "See 'bespoke --help'.",
  });
}

function refuseUnknownOptions(cli: CAC, command: Command): void {
  const options = [...command.options, ...cli.globalCommand.options];
  const known = [...new Set(options.flatMap(({ names }) => names))];
  for (const name of Object.keys(cli.options)) {
    if (name === '--' || known.includes(name)) continue;
    const words = known.filter((word) => word.length > 1).map((word) => `--${word}`);
    const written = `${name.length > 1 ? '--' : '-'}${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new BespokeError({
      code: 'OPTION_UNKNOWN',
      what: command.isGlobalCommand ? 'unknown option' : `unknown option of '${command.name}'`,
      value: written,
      accepted: [...new Set(words)].join(', '),
      next:
        didYouMean(written, words) ??
        `See 'bespoke ${command.isGlobalCommand ? '' : `${command.name} `}--help'.`,
    });
  }
}

function refuseMissingValues(cli: CAC, command: Command): void {
  for (const { name, required, rawName } of command.options) {
    if (required !== true || typeof cli.options[name] !== 'boolean') continue;
    throw new BespokeError({
      code: 'OPTION_VALUE',
      what: 'the value is missing',
      where: `--${name}`,
      accepted: rawName,
    });
  }
}

function refuseWrongCount(cli: CAC, command: Command): void {
  const extra = cli.args[command.args.length] ?? (cli.options['--'] as readonly string[] | undefined)?.[0];
  const isMissing = cli.args.length < command.args.length;
  if (extra === undefined && !isMissing) return;
  throw new BespokeError({
    code: isMissing ? 'ARGUMENT_MISSING' : 'ARGUMENT_UNEXPECTED',
    what: isMissing ? `'${command.name}' needs <${command.args.at(-1)!.value}>` : 'one argument too many',
    value: extra,
    accepted: `bespoke ${command.rawName}`,
  });
}
