//! Other processes: this program once more, as one of the two servers, and what they cost.

use std::{
    env, fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::{load::Request, run::Database};

/// A server that runs until this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// From its start to its first answer.
    pub(crate) first_answer: Duration,
}

impl Server {
    /// `kind` is `serve` or `bare`; `first` is what is asked until there is an answer.
    pub(crate) fn start(kind: &str, database: &Database<'_>, first: &str) -> Result<Self> {
        let port = free_port()?;
        let started = Instant::now();
        let child = Command::new(env::current_exe()?)
            .arg("--folder")
            .arg(&database.folder)
            .args([kind, &database.address, &port.to_string()])
            .stdin(Stdio::null())
            .spawn()?;
        let mut server = Self {
            child,
            port,
            first_answer: Duration::ZERO,
        };
        let request = Request::new(port, first, "", "");
        while request.body().is_err() {
            if started.elapsed() > Duration::from_secs(30) || server.child.try_wait()?.is_some() {
                bail!("{kind} does not answer");
            }
            sleep(Duration::from_micros(500));
        }
        server.first_answer = started.elapsed();
        Ok(server)
    }

    pub(crate) fn cpu(&self) -> Result<Duration> {
        cpu_of(self.child.id())
    }

    /// In MiB. `VmRSS` is all that is in memory, parts of files among it, and `RssAnon` what is its own.
    pub(crate) fn memory(&self, kind: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let mut lines = status.lines().filter_map(|it| it.split_once(':'));
        let line = lines.find(|(name, _)| *name == kind);
        let kib = line.and_then(|(_, it)| it.trim().strip_suffix(" kB"));
        let kib = kib.with_context(|| format!("{kind} in kB"))?;
        Ok(kib.parse::<f64>()? / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// What a process has used, without its children.
pub(crate) fn cpu_of(id: u32) -> Result<Duration> {
    Ok(times(id)?.own)
}

/// What a process and those of its children have used that live, or that it has waited for.
pub(crate) fn cpu_with_children(parent: u32) -> Result<Duration> {
    let of_parent = times(parent)?;
    let mut sum = of_parent.own + of_parent.children;
    for entry in fs::read_dir("/proc")? {
        let Some(id) = entry?.file_name().to_str().and_then(|it| it.parse().ok()) else {
            continue;
        };
        // A process may end while its entry is read.
        if let Ok(of_child) = times(id)
            && of_child.parent == parent
        {
            sum += of_child.own;
        }
    }
    Ok(sum)
}

struct Times {
    parent: u32,
    own: Duration,
    children: Duration,
}

/// In `/proc/PID/stat`, times are in hundredths of a second.
fn times(id: u32) -> Result<Times> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name before it may have spaces and parentheses.
    let (_, rest) = stat.rsplit_once(") ").context("a name in parentheses")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let time = |index: usize| -> Result<Duration> {
        Ok(Duration::from_millis(fields[index].parse::<u64>()? * 10))
    };
    Ok(Times {
        parent: fields[1].parse()?,
        own: time(11)? + time(12)?,
        children: time(13)? + time(14)?,
    })
}
