import { writeBundle } from './releasing/update-bundle.ts';

/** Writes a signed bundle. Usage: node dist/scripts/release-bundle.js PAYLOAD KEY COMPATIBLE VERSION BUNDLE (see scripts/release). */
const [payload = '', key = '', compatible = '', version = '', bundle = ''] = process.argv.slice(2);
await writeBundle({ payload, key, compatible, version, bundle });
