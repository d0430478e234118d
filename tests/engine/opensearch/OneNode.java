package portal.engine;

import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of OpenSearch in a process: its folder, then its settings, each as name=value. */
public final class OneNode {

    private OneNode() {
    }

    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        // The runner's own main keeps to the ports from 9201 to 9299 and gives every node the same name.
        runner.setMaxHttpPort(-1);
        runner.onBuild((number, settings) -> {
            for (int place = 1; place < arguments.length; place++) {
                String[] setting = arguments[place].split("=", 2);
                settings.put(setting[0], setting[1]);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        try {
            runner.build("-basePath", arguments[0], "-numOfNode", "1", "-useLogger");
        } catch (RuntimeException error) {
            error.printStackTrace();
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (Exception error) {
            error.printStackTrace();
        }
    }
}
