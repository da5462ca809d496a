//! A server that runs in a process of its own.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{place::Place, wait_for};

/// Killed when it is dropped.
pub(crate) struct Running {
    child: Child,
    log: Arc<Mutex<String>>,
    /// `http://127.0.0.1:…`
    pub(crate) url: String,
}

impl Running {
    pub(crate) fn serve(place: &Place) -> Result<Self> {
        Self::with(place, &[])
    }

    /// With variables of the environment.
    pub(crate) fn with(place: &Place, variables: &[(&str, &str)]) -> Result<Self> {
        let args = ["serve", "--listen", "127.0.0.1:0", "--domain", "localhost"];
        let mut command = place.command(&args);
        command.envs(variables.iter().copied());
        Self::start(command)
    }

    /// Waits until it is ready, and fails when it ends before.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let errors = child.stderr.take().context("piped above")?;
        let log = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&log);
        thread::spawn(move || {
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                let mut log = written.lock().unwrap_or_else(PoisonError::into_inner);
                *log += &line;
                log.push('\n');
            }
        });
        let mut running = Self {
            child,
            log,
            url: String::new(),
        };
        running.url = wait_for("the server is ready", || {
            if let Some(status) = running.child.try_wait()? {
                bail!("the server ended with {status}: {}", running.log());
            }
            Ok(address_in(&running.log()).map(|it| format!("http://{it}")))
        })?;
        Ok(running)
    }

    pub(crate) fn log(&self) -> String {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<(ExitStatus, String)> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let status = wait_for("the server stops", || Ok(self.child.try_wait()?))?;
        let log = wait_for("the log ends", || {
            let is_whole = Arc::strong_count(&self.log) == 1;
            Ok(is_whole.then(|| self.log()))
        })?;
        Ok((status, log))
    }

    /// As if the power had gone.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(log: &str) -> Option<String> {
    let line = log.lines().find(|it| it.contains(" ready "))?;
    let rest = line.split_once("address=")?.1;
    rest.split(' ').next().map(str::to_owned)
}
