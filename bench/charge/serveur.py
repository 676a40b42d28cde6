"""A server to be measured: started and waited for, then stopped as a service is."""
import http.client
import os
import signal
import subprocess
import sys
import time

PASSERELLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "target", "release", "passerelle")


def attendre(port, fils, journal=None):
    """Until something answers there; stops everything when it ended instead."""
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")
            return
        except OSError:
            if fils.poll() is not None:
                break
            time.sleep(0.1)
    dit = open(journal).read()[-500:] if journal else ""
    sys.exit(f"rien ne répond sur le port {port} {dit}")


def servir(programme, base, port, journal):
    """The program, serving this base."""
    fils = subprocess.Popen([programme, "serve", "--base", base, "--territoire", "Mesure", "--ecoute", f"127.0.0.1:{port}"],
                            stdout=subprocess.DEVNULL, stderr=open(journal, "a"))
    attendre(port, fils, journal)
    return fils


def arreter(fils):
    fils.send_signal(signal.SIGTERM)
    fils.wait()


def preparer(programme, base, port, journal):
    """Makes the schema of a new base, as its first start does."""
    arreter(servir(programme, base, port, journal))
