// Prepares a demonstration base, then plays the stories: all, or those named (`node lancer.mjs import clavier`).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BINAIRE, dossierJetable, preparerDemonstration } from './outils/serveur.mjs';

const ici = path.dirname(fileURLToPath(import.meta.url));
const voulues = process.argv.slice(2);
const histoires = fs
  .readdirSync(path.join(ici, 'histoires'))
  .filter((f) => f.endsWith('.test.mjs') && (!voulues.length || voulues.some((v) => f.startsWith(v))))
  .map((f) => path.join(ici, 'histoires', f));

if (!fs.existsSync(BINAIRE)) {
  console.error(`Le programme manque (${BINAIRE}) : lancez d'abord « cargo build ».`);
  process.exit(2);
}
if (!histoires.length) {
  console.error(`Aucune histoire ne s'appelle ${voulues.join(', ')}.`);
  process.exit(2);
}
fs.rmSync(path.join(ici, 'captures'), { recursive: true, force: true });

// Two stories at a time at most: each has its server and its browser.
const [majeure, mineure] = process.versions.node.split('.').map(Number);
const ensemble = majeure > 20 || (majeure === 20 && mineure >= 10) ? [`--test-concurrency=${Math.min(2, os.cpus().length)}`] : [];
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...ensemble, ...histoires], {
  stdio: 'inherit',
  env: { ...process.env, PASSERELLE_E2E_DEMONSTRATION: preparerDemonstration(dossierJetable()) },
});
process.exit(status ?? 1);
