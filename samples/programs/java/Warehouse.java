import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.logging.XMLFormatter;

/** A warehouse whose scanner is unplugged and whose planner wants more memory than it gets. Writes text, or XML where asked. */
public class Warehouse {
    private static final Logger LOG = Logger.getLogger("shop.warehouse");
    private static final long STARTED = System.nanoTime();
    private final Map<String, Integer> shelves = Map.of("A1", 12, "A2", 0, "B1", 31);

    static class PickFailed extends Exception {
        PickFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Runs 600 times too fast, so that a second of failing fills ten minutes of log. */
    static Instant shopTime() {
        return Instant.parse("2026-03-02T08:00:00Z").plus(Duration.ofNanos((System.nanoTime() - STARTED) * 600));
    }

    static StreamHandler configure(Formatter formatter) {
        StreamHandler handler = new StreamHandler(System.out, formatter);
        handler.setLevel(Level.ALL);
        handler.setFilter(entry -> {
            entry.setInstant(shopTime());
            return true;
        });
        LOG.setUseParentHandlers(false);
        LOG.setLevel(Level.ALL);
        LOG.addHandler(handler);
        return handler;
    }

    void scan(String shelf) throws IOException {
        try (Socket scanner = new Socket()) {
            scanner.connect(new InetSocketAddress("127.0.0.1", 9), 200);
        }
    }

    void pick(String shelf) throws PickFailed {
        try {
            int pieces = shelves.get(shelf);
            if (pieces == 0) scan(shelf);
            LOG.info("Picked from shelf " + shelf + ", " + (pieces - 1) + " left, 0 errors");
        } catch (IOException cause) {
            throw new PickFailed("shelf " + shelf + " cannot be verified", cause);
        }
    }

    void plan() {
        List<long[]> routes = new ArrayList<>();
        while (true) routes.add(new long[1 << 18]);
    }

    void shift() {
        for (String shelf : List.of("A1", "B1", "A2", "A1", "C9", "B1", "A2", "B1", "A1")) {
            try {
                pick(shelf);
            } catch (PickFailed failure) {
                LOG.log(Level.SEVERE, "Pick failed", failure);
            } catch (RuntimeException failure) {
                LOG.log(Level.SEVERE, "Unexpected failure at shelf " + shelf, failure);
            }
        }
        try {
            Files.readString(Path.of("layout", "hall-3.txt"));
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "Layout of hall 3 is missing, using the default", failure);
        }
        try {
            plan();
        } catch (OutOfMemoryError failure) {
            LOG.log(Level.SEVERE, "Route planner gave up", failure);
        }
    }

    public static void main(String[] arguments) {
        StreamHandler handler = configure(arguments.length > 0 ? new XMLFormatter() : new SimpleFormatter());
        LOG.info("Warehouse 3.2 started");
        LOG.config("Shelves loaded: 3, failed: 0");
        new Warehouse().shift();
        LOG.fine("Heartbeat ok, no errors reported");
        LOG.info("Shift over");
        handler.close();
    }
}
