//! A server in a process of its own.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running server. It does not outlive the test.
pub(crate) struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _may_have_ended = self.child.kill();
        let _nothing_to_learn = self.child.wait();
    }
}

impl Running {
    /// Starts a server on a free port and waits until it is ready.
    pub(crate) fn start(command: &mut Command) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let child = command
            .env("VOLMIFY_LISTEN", &address)
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut running = Self { child, address };
        running.wait_for("/readyz", "200");
        running
    }

    /// Asks again and again until the answer has a status.
    pub(crate) fn wait_for(&mut self, path: &str, status: &str) {
        let begun = Instant::now();
        loop {
            if let Some(answer) = self.try_get(path)
                && answer.split(' ').nth(1) == Some(status)
            {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} never answered {status}");
            assert_eq!(self.child.try_wait().unwrap(), None, "the server has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The whole answer to a GET.
    pub(crate) fn get(&self, path: &str) -> String {
        self.try_get(path).unwrap()
    }

    /// The whole answer to a GraphQL operation of somebody with a token.
    pub(crate) fn graphql(&self, token: &str, body: &str) -> String {
        let head = format!(
            "POST /graphql HTTP/1.1\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}",
            body.len()
        );
        self.try_send(&head, body).unwrap()
    }

    fn try_get(&self, path: &str) -> Option<String> {
        self.try_send(&format!("GET {path} HTTP/1.1"), "")
    }

    fn try_send(&self, head: &str, body: &str) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        let host = &self.address;
        let request = format!("{head}\r\nHost: {host}\r\nConnection: close\r\n\r\n{body}");
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let kill = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Waits for its end.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
