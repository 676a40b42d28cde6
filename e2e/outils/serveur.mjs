// The real binary, on a base of its own, on a free port.
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const RACINE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const BINAIRE = process.env.PASSERELLE_BINAIRE ?? path.join(RACINE, 'target/debug/passerelle');

/** A working folder, gone when the program ends. */
export function dossierJetable() {
  const dossier = fs.mkdtempSync(path.join(os.tmpdir(), 'passerelle-e2e-'));
  process.on('exit', () => fs.rmSync(dossier, { recursive: true, force: true }));
  return dossier;
}

/** Prepares a demonstration base, which each story copies. */
export function preparerDemonstration(dossier) {
  const base = path.join(dossier, 'demonstration.db');
  execFileSync(BINAIRE, ['demo', '--preparer', '--base', `sqlite:${base}`], { stdio: 'pipe', cwd: dossier });
  return base;
}

/** `passerelle demo` on a base of its own. */
export async function demonstration() {
  const dossier = dossierJetable();
  const base = path.join(dossier, 'base.db');
  const prete = process.env.PASSERELLE_E2E_DEMONSTRATION;
  for (const suite of prete ? ['', '-wal'] : []) {
    if (fs.existsSync(prete + suite)) fs.copyFileSync(prete + suite, base + suite);
  }
  return servir(dossier, ['demo', '--base', `sqlite:${base}`]);
}

/** `passerelle serve` on an empty base; `invitation` is what it prints for the first administrateur, `lien` opens a session at once. */
export async function vierge(...reglages) {
  const dossier = dossierJetable();
  const base = `sqlite:${path.join(dossier, 'base.db')}`;
  const serveur = await servir(dossier, ['serve', '--base', base, '--territoire', 'Essai-sur-Marne', ...reglages]);
  const invitation = serveur.dit().match(/^\s*(http\S+\/entrer\/\S+)$/m)?.[1];
  if (!invitation) throw new Error(`aucun lien à usage unique dans :\n${serveur.dit()}`);
  const dit = execFileSync(BINAIRE, ['compte', 'lien', '--direct', '--base', base, '--url', serveur.url], { cwd: dossier });
  return { ...serveur, base, invitation, lien: dit.toString().trim() };
}

function servir(dossier, commande) {
  const processus = spawn(BINAIRE, [...commande, '--ecoute', '127.0.0.1:0'], { cwd: dossier, stdio: ['ignore', 'pipe', 'pipe'] });
  process.on('exit', () => processus.kill('SIGKILL'));
  let sortie = '';
  let erreurs = '';
  processus.stderr.on('data', (d) => (erreurs += d));
  return new Promise((pret, rate) => {
    const tard = setTimeout(() => rate(new Error(`le serveur n'a pas démarré en 120 s :\n${sortie}${erreurs}`)), 120_000);
    processus.on('exit', (code) => rate(new Error(`le serveur s'est arrêté (${code}) :\n${sortie}${erreurs}`)));
    processus.stdout.on('data', (d) => {
      sortie += d;
      const url = sortie.match(/Passerelle répond sur (http:\S+)/)?.[1];
      if (!url || !sortie.includes('Ctrl+C')) return;
      clearTimeout(tard);
      const arreter = () =>
        new Promise((fini) => {
          if (processus.exitCode !== null) return fini();
          processus.once('exit', fini);
          processus.kill('SIGTERM');
          setTimeout(() => processus.kill('SIGKILL'), 2_000).unref();
        });
      pret({ url, dossier, dit: () => sortie, erreurs: () => erreurs, arreter });
    });
  });
}
