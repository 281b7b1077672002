//! A connection whose other end has to keep reading.

use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// Fails to write once nothing could be written for a while: the client has stopped reading and does not say so.
pub(super) struct Steady<S> {
    stream: S,
    patience: Duration,
    /// While nothing can be written.
    stuck: Option<Pin<Box<Sleep>>>,
}

impl<S> Steady<S> {
    pub(super) const fn new(stream: S, patience: Duration) -> Self {
        Self {
            stream,
            patience,
            stuck: None,
        }
    }

    /// What came of trying to write.
    fn judge<T>(&mut self, tried: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.stuck = None;
            return tried;
        }
        let patience = self.patience;
        let stuck = self.stuck.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stuck.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(
            ErrorKind::TimedOut,
            "the client does not read",
        )))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Steady<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Steady<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let tried = Pin::new(&mut own.stream).poll_write(context, bytes);
        own.judge(tried, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let own = self.get_mut();
        let tried = Pin::new(&mut own.stream).poll_write_vectored(context, parts);
        own.judge(tried, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn whoever_reads_gets_everything() {
        let (here, mut there) = tokio::io::duplex(4);
        let mut steady = Steady::new(here, Duration::from_mins(10));
        let mut read = [0; 16];
        let (written, taken) =
            tokio::join!(steady.write_all(b"0123456789abcdef"), there.read_exact(&mut read));
        written.unwrap();
        taken.unwrap();
        assert_eq!(&read, b"0123456789abcdef");
    }

    #[tokio::test]
    async fn whoever_does_not_read_is_given_up() {
        let (here, _there) = tokio::io::duplex(4);
        let mut steady = Steady::new(here, Duration::from_millis(1));
        let given_up = steady.write_all(b"0123456789abcdef").await.unwrap_err();
        assert_eq!(given_up.kind(), ErrorKind::TimedOut);
    }
}
